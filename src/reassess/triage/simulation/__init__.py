"""The same ordering and assurance code on labelled cases."""
