import moments
import streamlit as st


@st.fragment
def part():
    st.write("in the part")


def home():
    pass


def first():
    if moments.leads_on.is_set():
        moments.leads_on.clear()
        st.switch_page(pages[2])
    part()


def second():
    moments.begun.set()
    assert moments.may_end.wait(60)


pages = [st.Page(home), st.Page(first), st.Page(second)]
st.navigation(pages).run()
