# The error on folds u1 to u5 of a contestant of ours, from the raw files and with nothing of the packages:
#   python3 bench/accuracy/check_rmse.py FOLDER_OF_ML_100K "dot-bias, implicit item"
# The contestant gets the test parts with every rating replaced by 1: what it predicts cannot hang on them.
import json
import math
import pathlib
import subprocess
import sys
import tempfile

data, model = pathlib.Path(sys.argv[1]).resolve(), sys.argv[2]
bench = pathlib.Path(__file__).resolve().parent.parent


def rows(path):
    return [line.split() for line in path.read_text().splitlines()]


with tempfile.TemporaryDirectory() as folder:
    folds = []
    for k in range(1, 6):
        blind = pathlib.Path(folder) / f"u{k}.blind"
        blind.write_text("".join(f"{user}\t{item}\t1\t0\n" for user, item, *_ in rows(data / f"u{k}.test")))
        folds.append({"name": f"u{k}", "train": str(data / f"u{k}.base"), "test": str(blind)})
    command = ["node", "--conditions=source", str(bench / "contestants" / "accuracy-onecycle.ts"), model]
    asked = "".join(json.dumps(fold) + "\n" for fold in folds)
    answers = subprocess.run(command, input=asked, capture_output=True, text=True, check=True).stdout.splitlines()

errors = []
for k, answer in enumerate(answers, start=1):
    stars = [float(rating) for _, _, rating, _ in rows(data / f"u{k}.test")]
    predictions = json.loads(answer)["predictions"]
    assert len(stars) == len(predictions)
    errors.append(math.sqrt(sum((p - s) ** 2 for p, s in zip(predictions, stars)) / len(stars)))
    print(f"u{k} {errors[-1]:.5f}")
print(f"mean {sum(errors) / 5:.5f}")
