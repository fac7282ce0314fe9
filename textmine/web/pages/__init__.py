"""A file a page: what was asked, the function that knows it, the template that shows it."""
