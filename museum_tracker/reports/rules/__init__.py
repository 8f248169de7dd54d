"""What holds for every official report: its periods, its numbering, its parts, its states; values only."""
