"""Agreement of coders on where segments begin and end."""
