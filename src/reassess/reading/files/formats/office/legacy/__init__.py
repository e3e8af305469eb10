"""What readers of office files from before 2007 share: the text of Word files, and what is inside."""
