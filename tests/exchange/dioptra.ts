// A resource file as the reference system publishes its own: Python plugins by folder, opaque types, tasks by file and name.
export const DIOPTRA = {
  'extra/dioptra.toml': `
[[plugins]]
path = "plugins/hello_world"
description = "A simple plugin used for testing and demonstration purposes."

    [[plugins.tasks.functions]]
    filename = "tasks.py"
    name = "hello"
    input_params = [ { name="name", type="string", required=true } ]
    output_params = [ { name="greeting", type="string" } ]

    [[plugins.tasks.functions]]
    filename = "tasks.py"
    name = "greet"
    input_params = [ { name="greeting", type="string", required=true }, { name="name", type="string", required=true } ]
    output_params = [ { name="greeting", type="string" } ]

    [[plugins.tasks.functions]]
    filename = "tasks.py"
    name = "shout"
    input_params = [ { name="greeting", type="string", required=true } ]
    output_params = [ { name="loud_greeting", type="string" } ]

[[plugins]]
path = "plugins/sklearn_classify"
description = "A simple plugin to demonstrate an sklearn classifier."

    [[plugins.tasks.functions]]
    filename = "tasks.py"
    name = "load_toy_dataset"
    input_params = [ { name="name", type="string" } ]
    output_params = [
        { name="x_train", type="np.ndarray" },
        { name="y_train", type="np.ndarray" },
        { name="x_test", type="np.ndarray" },
        { name="y_test", type="np.ndarray" },
    ]

    [[plugins.tasks.functions]]
    filename = "tasks.py"
    name = "train_model"
    input_params = [ { name="x", type="np.ndarray", required=true }, { name="y", type="np.ndarray", required=true } ]
    output_params = [ { name="model", type="np.estimator" } ]

[[plugins]]
path = "plugins/artifacts"
description = "A collection of basic artifact tasks."

    [[plugins.tasks.artifacts]]
    filename = "tasks.py"
    name = "StringArtifactTask"
    output_params = [ { name="contents", type="string" } ]

    [[plugins.tasks.artifacts]]
    filename = "tasks.py"
    name = "PickleArtifactTask"
    output_params = [ { name="contents", type="any" } ]

[[plugin_param_types]]
name = "np.ndarray"

[[plugin_param_types]]
name = "np.estimator"
description = "An estimator of scikit-learn."

[[plugin_param_types]]
name = "np.ndarray"

[[entrypoints]]
path = "entrypoints/hello-world.yaml"
name = "Hello World"
description = "Says hello."
params = [ { name="name", type="string", default_value="World" } ]
plugins = [ "hello_world" ]
artifact_plugins = [ "artifacts" ]

[[entrypoints]]
path = "entrypoints/hello-twice.yaml"
name = "Hello Twice"
params = [ { name="name", type="string", default_value="World" } ]
plugins = [ "hello_world" ]

[[entrypoints]]
path = "entrypoints/sklearn.yaml"
name = "SKLearn Classification"
description = "Train and predict."
params = [ { name="dataset_name", type="string", default_value="digits" } ]
plugins = [ "sklearn_classify" ]
artifact_plugins = [ "artifacts" ]
`,
  'extra/plugins/hello_world/__init__.py': '',
  'extra/plugins/hello_world/tasks.py': `from dioptra import pyplugs

@pyplugs.register
def hello(name: str) -> str:
    return f"Hello, {name}"

@pyplugs.register
def greet(greeting: str, name: str) -> str:
    return f"{greeting}, {name}"

@pyplugs.register
def shout(greeting: str) -> str:
    return greeting.upper()
`,
  'extra/plugins/sklearn_classify/tasks.py': 'from sklearn import datasets\n',
  'extra/plugins/artifacts/tasks.py': 'class StringArtifactTask: ...\n',
  'extra/plugins/artifacts/__pycache__/tasks.cpython-311.pyc': 'cache',
  'extra/entrypoints/hello-world.yaml': `graph:
  hello_step:
    hello:
      name: $name
  goodbye_step:
    greet:
      greeting: Goodbye
      name: $name
  shout_step:
    shout:
      greeting: $goodbye_step.greeting

artifacts:
  output:
    contents: $goodbye_step.greeting
    task:
      name: StringArtifactTask
      args:
        type: txt
`,
  'extra/entrypoints/hello-twice.yaml': `graph:
  # twice is better
  first: { hello: [$name] }
  second:
    shout:
      greeting: $first
`,
  'extra/entrypoints/sklearn.yaml': `graph:
  dataset:
    load_toy_dataset:
      name: $dataset_name
  model:
    train_model: [$dataset.x_train, $dataset.y_train]
artifacts:
  model:
    contents: $model
    task: { name: PickleArtifactTask }
`,
} as const;
