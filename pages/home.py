"""Home: a sheet to draw on at once, what was done last, and the ways on."""

from digitcore.learning.prediction.prediction import DEFAULT
from pages._home import join_by_code, lately, ways_on
from pages._shared import frame
from pages._shared.board import answered_sheet, current_drawing
from pages._shared.controls import state

frame.guard(__file__)
join_by_code.show()
frame.heading("Draw a digit", "The bars show what a model reads while your pen moves.")

if state.get("way") != "canvas":  # chosen on Draw
    state.put("way", "canvas")
    current_drawing.turn()
answered_sheet.show(DEFAULT, answered_sheet.by_canvas)
lately.show()
ways_on.show()
