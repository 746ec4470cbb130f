"""What the server does around the pages: headers, compression, load, repairs of Streamlit."""
