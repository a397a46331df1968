"""The pure core: no Streamlit, no files, no clock, no database."""
