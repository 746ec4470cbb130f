"""A usual draw-a-digit app, Gradio's sketchpad and `model.predict`, to compare `draw_page_bench` with.

The environment of `make peers` runs it: `gradio_app.py MODEL.keras PORT`. It imports nothing of Digit Lab.
"""

import sys

import gradio as gr
import keras
import numpy as np
from PIL import Image

model = keras.models.load_model(sys.argv[1])


def classify(sketch):
    if sketch is None or sketch["composite"] is None:
        return {}
    picture = Image.fromarray(sketch["composite"]).convert("RGBA")
    paper = Image.new("RGBA", picture.size, "white")
    paper.alpha_composite(picture)
    image = 1 - np.asarray(paper.convert("L").resize((28, 28)), dtype=np.float32) / 255
    scores = model.predict(image[None, ..., None], verbose=0)[0, :10]
    shares = np.exp(scores - scores.max())
    return {str(digit): float(share) for digit, share in enumerate(shares / shares.sum())}


with gr.Blocks() as app:
    sketchpad = gr.Sketchpad(type="numpy", canvas_size=(400, 400), label="Draw a digit")
    label = gr.Label(num_top_classes=10)
    sketchpad.change(classify, sketchpad, label)

app.launch(server_name="127.0.0.1", server_port=int(sys.argv[2]), quiet=True)
