import streamlit as st


@st.fragment(run_every=3600)
def part():
    pass


st.text_input("words", key="words")
st.button("set", key="set", on_click=lambda: st.session_state.update(words="of the press"))
part()
