"""What runs inside cells: the student's side (`server`) and the checks' (`main`)."""
