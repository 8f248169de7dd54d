"""Reading tables as museums keep them: text files and workbooks, whatever made them."""
