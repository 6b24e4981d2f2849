"""Makes the Keras files beside this one, and the logits that Keras has of them.

ONNX by Keras's own model.export(format="onnx"), on the backend torch. The folders are TF.js Layers models: the topology is Keras's
own model.to_json(), put together with the weights as the converter of tensorflowjs does, which was not to be had.

Made with Python 3.11, keras 3.15.1, torch 2.13.0, onnx 1.23.1, onnxscript 0.7.2: KERAS_BACKEND=torch python make_keras.py
"""

import json
import os

os.environ["KERAS_BACKEND"] = "torch"
import keras
import numpy as np
from keras import layers

keras.utils.set_random_seed(1)

# Image i has (7919 i + 31 p) % 256 / 255 at pixel p.
images = np.array([[(7919 * i + 31 * p) % 256 / 255 for p in range(784)] for i in range(3)], "float32")


def write_tfjs(name, model):
    """keras.Model.to_json() and the weights, as tensorflowjs.converters.save_keras_model lays them out."""
    os.makedirs(name, exist_ok=True)
    weights = [(f"{layer.name}/{w.name}", np.asarray(w.numpy(), "float32")) for layer in model.layers for w in layer.weights]
    specs = [{"name": key, "shape": list(value.shape), "dtype": "float32"} for key, value in weights]
    topology = {"keras_version": keras.__version__, "backend": "tensorflow", "model_config": json.loads(model.to_json())}
    with open(f"{name}/model.json", "w") as file:
        json.dump({
            "format": "layers-model",
            "generatedBy": f"keras v{keras.__version__}",
            "convertedBy": None,
            "modelTopology": topology,
            "weightsManifest": [{"paths": ["group1-shard1of1.bin"], "weights": specs}],
        }, file)
    with open(f"{name}/group1-shard1of1.bin", "wb") as file:
        for _, value in weights:
            file.write(value.tobytes())


def randomise(model):
    """Moving averages that are those of no new model."""
    rng = np.random.default_rng(1)
    for weight in model.weights:
        if "moving" in weight.path or "beta" in weight.path:
            weight.assign(rng.uniform(0.5, 1.5, weight.shape))


mlp = keras.Sequential([
    layers.Input((28, 28)),
    layers.Flatten(),
    layers.Dense(2, activation="relu"),
    layers.Dropout(0.2),
    layers.Dense(10, activation="softmax"),
])
cnn = keras.Sequential([
    layers.Input((28, 28, 1)),
    layers.Conv2D(2, 5, strides=2, activation="relu"),
    layers.BatchNormalization(),
    layers.MaxPooling2D(3),
    layers.Flatten(),
    layers.Dense(10, activation="softmax"),
])
x = inputs = keras.Input((784,))
x = layers.Reshape((28, 28, 1))(x)
x = layers.Conv2D(2, 3, padding="same")(x)
x = layers.Activation("relu")(x)
x = layers.AveragePooling2D(7)(x)
x = layers.Flatten()(x)
functional = keras.Model(inputs, layers.Dense(10)(x))

logits = {}
for name, model in [("keras-mlp", mlp), ("keras-cnn", cnn), ("keras-functional", functional)]:
    randomise(model)
    given = images.reshape(-1, *model.input_shape[1:])
    model(given)
    model.export(f"{name}.onnx", format="onnx", verbose=False)
    write_tfjs(name, model)
    # The logits before the softmax: those of the same model without it.
    model.layers[-1].activation = keras.activations.linear
    bare = keras.models.clone_model(model)
    bare.set_weights(model.get_weights())
    logits[name] = keras.ops.convert_to_numpy(bare(given, training=False)).tolist()

with open("keras-logits.json", "w") as file:
    json.dump({name: [[round(value, 6) for value in row] for row in rows] for name, rows in logits.items()}, file, indent=1)
    file.write("\n")
