import streamlit as st

number = st.session_state["number"] = st.session_state.get("number", 0) + 1
st.session_state.setdefault("pressed", [])
st.button("always here", key="always")
st.button("press", key=f"button {number}", on_click=st.session_state["pressed"].append, args=(number,))
