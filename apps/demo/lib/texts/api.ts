export const api = {
  title: 'onecycle API',
  heading: 'For programs.',
  lede:
    'What the pages can do, as JSON: recommendations, also for people whom the model has never seen, reasons, ' +
    'trainings and models, and drawn digits. Errors are application/problem+json (RFC 9457); a body may have 64 KB, a list 200 ' +
    'entries, and a person 5,000 ratings.',
  description: 'The same as OpenAPI 3.1, for tools:',
  token:
    'ONECYCLE_ADMIN_TOKEN, which the site was started with. Without one, what changes something asks for an Origin ' +
    'header that names this site.',
  problem: 'What went wrong.',
  order: 'Best first: by the model’s ranker, or by predicted stars where it has none.',
  stars: 'The predicted rating. The list is not in its order where the model has a ranker.',
  reading: 'The model',
  changing: 'Trainings and models',
  site: 'The site',
  parameters: 'Parameters',
  answer: 'Answer',
  columns: { name: 'Name', where: 'In', type: 'Type', about: 'About' },
  required: 'required',
  changes: 'asks for the token, where one is set',
  places: { path: 'path', query: 'query', body: 'body' },
  examples: {
    recommend: '/api/recommend?user=196&n=3',
    similar: '/api/similar?item=Fargo (1996)&n=5&minRatings=50',
    explain: '/api/explain?user=196&item=Fargo (1996)',
    predict: '/api/predict?user=196&item=Fargo (1996)',
    training: '/api/training',
    runs: '/api/runs',
    health: '/healthz',
    ready: '/readyz',
  } as Readonly<Record<string, string>>,
  bodies: {
    foldIn: '{ "ratings": [{ "item": "Fargo (1996)", "rating": 5 }], "n": 3 }',
    digit: '{ "strokes": [[[10, 20], [90, 20], [40, 160]]] }',
    trainDigits: '{ "model": "cnn", "epochs": 3 }',
    train: '{ "wd": 0.01, "epochs": 10 }',
  } as Readonly<Record<string, string>>,
  operations: {
    recommend:
      'What a user is recommended, of the films not rated yet: the list of /recommendations, in the order of the model’s ranker, each film with its predicted stars.',
    foldIn:
      'The same for someone new, from a few ratings and without training; with “explain”, why a film has its stars.',
    similar: 'The films whose factors are most like those of one.',
    explain: 'Why a user’s predicted rating of a film is what it is: parts that add up.',
    predict: 'A user’s predicted rating of a film. Of what is unknown, the average is taken.',
    digit:
      'Which digit a drawing shows, from the strokes of a pen: probabilities, the 28 by 28 pixels that the network ' +
      'sees, and what comes out of each of its layers.',
    training: 'The last training, and the model that serves.',
    train: 'Starts a training. What the recipe leaves out is the lesson’s.',
    findLr: 'Starts the learning rate finder.',
    weightDecay: 'Trains the lesson’s recipe with five weight decays.',
    measureQuality: 'Measures the models and baselines on held-out ratings; what is found is on /quality.',
    trainDigits: 'Starts a training on handwritten digits. What the recipe leaves out is the page’s.',
    runs: 'The newest trainings.',
    run: 'A training: losses by batch and by epoch. A point is [batch, loss, smoothed loss, learning rate, momentum].',
    events:
      'What happens to a run, as server-sent events. Last-Event-ID, or “after”, says where to go on; at most 64 streams.',
    cancel: 'Ends a training; the model of its last whole epoch is kept.',
    resume: 'Goes on with a cancelled training.',
    promote: 'Lets a model serve.',
    rollBack: 'Lets the model serve again that did before.',
    download: 'A model’s file (safetensors).',
    health: 'Whether the site is up.',
    ready: 'Whether a model serves.',
  },
} as const
