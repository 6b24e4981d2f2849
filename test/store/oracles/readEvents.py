"""What TensorBoard reads of an event file, with every checksum checked (pip install tensorboard==2.21.0).

python readEvents.py FOLDER > events.json, of a folder that makeEvents.ts wrote.
"""
import glob
import json
import sys

import tensorboard
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
from tensorboard.compat.tensorflow_stub.pywrap_tensorflow import PyRecordReader_New

folder = sys.argv[1]
[path] = glob.glob(f"{folder}/*tfevents*")
reader = PyRecordReader_New(path)
records = 0
while True:
    try:
        reader.GetNext()
    except Exception as error:  # OutOfRangeError at the end, DataLossError where a checksum is wrong
        end = type(error).__name__
        break
    records += 1
run = EventAccumulator(folder)
run.Reload()
scalars = {
    tag: [[event.step, event.value, event.wall_time] for event in run.Scalars(tag)]
    for tag in run.Tags()["scalars"]
}
with open(path, "rb") as file:
    bytes_ = file.read()
print(json.dumps({"version": tensorboard.__version__, "records": records, "end": end, "scalars": scalars, "file": bytes_.hex()}, indent=2))
