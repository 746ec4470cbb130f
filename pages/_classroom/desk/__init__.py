"""The teacher's desk: `teacher_desk` lays it out, each other module is one panel; `opening` makes a new room."""
