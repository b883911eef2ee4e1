"""What a Word document is made of: paragraphs and tables as XML, and the package around them."""
