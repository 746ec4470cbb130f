"""The Classroom page: `seat/` is what a pupil sees, `desk/` the teacher, `projector/` the class.

Modules directly in here serve several of the three, and import none of them. The desk may import the projector, whose
screens it offers; the projector and the seat import neither of the others.
"""
