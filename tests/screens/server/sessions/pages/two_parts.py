import streamlit as st


@st.fragment
def part(name):
    count = st.session_state[name] = st.session_state.get(name, 0) + 1
    words = st.text_input("words", key=f"{name} words")
    st.button("press", key=f"{name} button", on_click=lambda: st.session_state.pressed.append(name))
    st.write(f"{name} {count} {words} {st.session_state[f'{name} button']}")


st.session_state.setdefault("pressed", [])
part("one")
part("two")
st.text_input("words", key="page words")
st.write("page " + st.session_state["page words"])
