"""What every room that opens files shares: the guard against zip bombs and the detection of text encodings."""
