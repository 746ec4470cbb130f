import streamlit as st


@st.fragment
def part():
    st.write("in the part")


st.write("at the beginning")
part()
st.write("at the end")
