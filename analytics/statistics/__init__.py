"""What goes beyond counting: how sure figures are, how groups and times differ, what to mend first."""
