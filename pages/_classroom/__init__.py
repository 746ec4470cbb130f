"""The views of the Classroom page: for who comes in, for pupils, and for the teacher with the projector."""
