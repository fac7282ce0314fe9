"""The estimators as scikit-learn's own checks see them, and in its company."""

from __future__ import annotations

import pickle
import warnings

import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, GroupKFold
from sklearn.pipeline import make_pipeline
from sklearn.utils.estimator_checks import check_estimator

import textmine as tm
from tests.api.made import classifier, fitted, frame, topic_model, words

SAID = ["rent", "bus", "lease", "train", "paint", "square", "tram", "roof", "canvas", "delay"]


def spoken(X: object) -> object:
    """Rows of numbers as texts: a word for each column and for the size of the number in it."""
    array = np.asarray(X) if hasattr(X, "__array__") or isinstance(X, list) else X
    if not isinstance(array, np.ndarray) or array.dtype.kind not in "fiu" or array.ndim != 2:
        return X
    if not array.size:
        return [] if not len(array) else [""] * len(array)
    if not np.isfinite(array.astype(float)).all():
        raise ValueError("Input X contains NaN or infinity.")
    sizes = np.clip(array + 4, 0, 7).astype(int)
    return [
        "the " + " ".join(f"{SAID[k % 10]}{'abcdefgh'[size]}" for k, size in enumerate(row))
        for row in sizes
    ]


class Spoken:
    """Lets scikit-learn's checks, which make tables of numbers, reach an estimator of texts."""

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.input_tags.two_d_array = True
        tags.no_validation = True
        return tags

    def fit(self, X, y=None):
        return super().fit(spoken(X), y)


class SpokenFeatures(Spoken, tm.TextFeatures):
    def fit_transform(self, X, y=None):
        return super().fit_transform(spoken(X), y)

    def transform(self, X):
        return super().transform(spoken(X))


class SpokenTopics(Spoken, tm.TopicModel):
    def transform(self, X):
        return super().transform(spoken(X))

    def score(self, X, y=None):
        return super().score(spoken(X))


class SpokenClassifier(Spoken, tm.CodeClassifier):
    def code(self, X):
        return super().code(spoken(X))


_WIDTH = "it asks for an error where tables have another width; texts have no width"
EXPECTED_FEATURES = {"check_transformer_general": _WIDTH}
EXPECTED_TOPICS = {
    "check_transformer_general": _WIDTH,
    "check_fit2d_1sample": "one text is refused in another sentence: too few units for the topics",
    "check_methods_subset_invariance": "shares are solved for all texts together: they are those "
    "of each alone to 1e-5, and the check asks for 1e-7",
}
ESTIMATORS = [
    (SpokenFeatures(["words"], profile="fast"), EXPECTED_FEATURES),
    (SpokenTopics(n_topics=2, profile="fast", min_df=1, max_df=1.0), EXPECTED_TOPICS),
    (SpokenClassifier(words(), folds=2, repeats=1), {}),
]


@pytest.mark.slow
@pytest.mark.parametrize(("estimator", "expected"), ESTIMATORS, ids=["features", "topics", "codes"])
def test_scikit_learn_s_checks(estimator, expected):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        results = check_estimator(estimator, expected_failed_checks=expected, on_skip=None)
    assert sum(one["status"] == "passed" for one in results) > 30
    stale = {one["check_name"] for one in results if one["status"] == "xfail"} ^ set(expected)
    assert not stale


@pytest.mark.parametrize("estimator", [words(), topic_model(), classifier()])
def test_checks_for_estimators_of_texts(estimator):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        results = check_estimator(estimator, on_skip=None)
    assert {one["status"] for one in results} <= {"passed", "skipped"}


@pytest.mark.parametrize(
    "estimator", [words(), topic_model(random_state=7), classifier(random_state=7)]
)
def test_parameters_are_kept_as_they_are_given(estimator):
    same = clone(estimator)
    assert repr(same.get_params(deep=False)) == repr(estimator.get_params(deep=False))
    assert set(estimator.get_params()) >= set(type(estimator)().get_params(deep=False))
    name = "features__profile" if isinstance(estimator, tm.CodeClassifier) else "profile"
    assert same.set_params(**{name: "full"}).get_params()[name] == "full"
    assert estimator.get_params()[name] == "fast"
    with pytest.raises(NotFittedError):
        (same.predict if hasattr(same, "predict") else same.transform)(["some text"])


def test_features_before_any_classifier():
    documents = frame()
    pipeline = make_pipeline(words(), LogisticRegression(C=10)).fit(
        documents["text"], documents["subject"]
    )
    assert pipeline.score(documents["text"], documents["subject"]) == 1.0
    names = pipeline[0].get_feature_names_out()
    assert "words__rent" in names
    assert pipeline[1].coef_.shape == (3, len(names))


def test_a_grid_over_features_and_folds_that_cut_no_thread():
    documents = frame()
    grid = GridSearchCV(
        make_pipeline(words(), LogisticRegression(max_iter=300)),
        {"textfeatures__blocks": [["words"], ["rates"]]},
        cv=GroupKFold(3),
    ).fit(documents[["id", "text"]], documents["subject"], groups=documents["thread_id"])
    assert grid.best_params_ == {"textfeatures__blocks": ["words"]}
    assert grid.best_score_ > 0.9


def test_a_grid_over_the_classifier_itself():
    documents = frame()
    texts = documents[["id", "text", "thread_id"]]
    grid = GridSearchCV(classifier(), {"features__blocks": [["words"], ["rates"]]}, cv=2)
    grid.fit(texts, documents["subject"])
    assert grid.best_params_ == {"features__blocks": ["words"]}
    assert grid.predict(texts).tolist() == documents["subject"].tolist()


def test_a_grid_over_topics_is_scored_by_held_out_coherence():
    documents = frame(60)
    grid = GridSearchCV(topic_model(), {"n_topics": [2, 3]}, cv=2).fit(documents)
    scores = grid.cv_results_["mean_test_score"]
    assert grid.best_params_["n_topics"] == [2, 3][int(scores.argmax())]
    assert np.all((scores >= -1) & (scores <= 1))


@pytest.mark.parametrize("random_state", [3, np.random.RandomState(3), None])
def test_random_state_in_all_its_forms(random_state):
    topics = topic_model(engine="lda", random_state=random_state).fit(frame())
    assert topics.topics_.seed >= 0
    if random_state == 3:
        assert topics.topics_.seed == 3


def test_a_seed_gives_the_same_topics_again_and_another_one_others():
    texts = frame()["text"]
    one, same, other = (
        topic_model(engine="lda", random_state=seed).fit(texts).components_ for seed in (1, 1, 2)
    )
    assert one.tobytes() == same.tobytes() != other.tobytes()


def test_rows_come_back_in_their_order_and_neighbours_count():
    documents = frame()
    mixed = documents.sample(frac=1, random_state=0)
    topics = topic_model().fit(documents)
    places = [documents.index.get_loc(label) for label in mixed.index]
    assert np.allclose(topics.transform(mixed), topics.transform(documents)[places])
    around = tm.TextFeatures(["around"], profile="fast").fit(documents)
    alone = around.transform(documents.drop(columns="thread_id"))
    assert abs(around.transform(documents) - alone).max() > 0.1


def test_pickled_estimators_say_the_same():
    texts = frame()[["id", "text"]]
    again = pickle.loads(pickle.dumps(fitted()))
    assert again.predict_proba(texts).tobytes() == fitted().predict_proba(texts).tobytes()


def test_classes_keep_the_type_of_the_labels():
    documents = frame()
    numbers = documents["subject"].map({"a": 10, "b": 2, "c": 30})
    made = classifier().fit(documents["text"], numbers)
    assert made.classes_.tolist() == [2, 10, 30]
    assert made.predict(documents["text"]).dtype.kind == "i"
    assert made.score(documents["text"], numbers) == 1.0


def test_several_dimensions_in_one_fit():
    documents = frame()
    y = pd.DataFrame({"subject": documents["subject"], "c_or_not": documents["subject"] == "c"})
    y.loc[0, "subject"] = None
    made = classifier().fit(documents["text"], y)
    assert made.dimensions_ == ["subject", "c_or_not"]
    assert [one.tolist() for one in made.classes_] == [["a", "b", "c"], [False, True]]
    assert made.predict(documents["text"]).shape == (48, 2)
    assert [one.shape for one in made.predict_proba(documents["text"])] == [(48, 3), (48, 2)]
    held_out = made.known_.held_out()
    assert [len(one.said) for one in held_out] == [47, 48]


BAD_FITS = [
    (lambda: words().fit("one text"), "This is one text"),
    (lambda: words().fit([]), "There are no texts"),
    (lambda: words().fit(["a", 3]), "Number 1, counted from 0, is 3"),
    (lambda: words().fit(["a", None]), "row 2, column 'text': the text is empty"),
    (lambda: words().fit(pd.DataFrame({"text": []})), "has no rows"),
    (lambda: words().fit(np.zeros((3, 2))), r"Got ndarray of shape \(3, 2\)"),
    (lambda: tm.TextFeatures(["wrods"]).fit(["a b"]), "no block of features 'wrods'. Did you mean"),
    (lambda: tm.TextFeatures(profile="slow").fit(["a"]), "The 'profile' parameter cannot be used"),
    (lambda: tm.TextFeatures(["codebook"], profile="fast").fit(["a b"]), "needs a codebook"),
    (lambda: topic_model(n_topics=1).fit(["a"]), "The 'n_topics' parameter cannot be used"),
    (lambda: topic_model(n_topics=9).fit(["a rent", "a bus"]), "Ask for fewer with n_topics"),
    (lambda: topic_model(random_state="x").fit(["a"]), "The 'random_state' parameter must be"),
    (lambda: topic_model(covariate="role", engine="nmf").fit(frame()), "has no use for"),
    (lambda: classifier(folds=1).fit(frame()["text"], frame()["subject"]), "'folds' parameter"),
    (lambda: classifier().fit(frame()["text"], ["a"] * 48), "y has 1 class"),
    (lambda: classifier().fit(frame()["text"], ["a", "b"]), "48 documents and 2 labels"),
    (lambda: classifier().fit(frame(4)["text"], list("abab")), "training needs 10 at the least"),
    (lambda: classifier().fit(frame()["text"], np.linspace(0, 1, 48)), "label type: continuous"),
    (lambda: classifier().fit(frame()["text"], ["a", "A"] * 24), "upper or lower case"),
]


@pytest.mark.parametrize(("fit", "sentence"), BAD_FITS)
def test_what_cannot_be_fitted_is_said_in_words_of_python(fit, sentence):
    with pytest.raises(ValueError, match=sentence) as caught:
        fit()
    assert "--" not in str(caught.value)
    assert "textmine " not in str(caught.value)
