"""The teacher's desk: `teacher_desk` lays it out, what folds open below is in `panels`; `opening` makes a new room."""
