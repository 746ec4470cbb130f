import streamlit as st


@st.fragment
def part():
    st.write(st.text_input("words", key="words"))


part()
