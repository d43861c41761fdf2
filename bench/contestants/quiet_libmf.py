# LIBMF's binding tells on standard output where it found its library: answers go there.
import contextlib
import io
import importlib.metadata

with contextlib.redirect_stdout(io.StringIO()):
    from libmf import mf

version = f"libmf {importlib.metadata.version('libmf')}, one thread, built without vector instructions as PyPI has it"


def fit(ratings, **settings):
    """@param ratings [n, 3]: user, item, rating"""
    model = mf.MF(nr_threads=1, quiet=True, **settings)
    model.fit(ratings)
    return model
