/// What a service of a released version left in its database: at least a row in every table.
enum ReleasedRows {
  static let run = "000102030405060708090a0b0c0d0e0f"
  static let study = "0123456789abcdef"
  static let lease = "lease-of-a-released-version"

  /// SQL that fills a database whose newest migration is `number`.
  static func sql(_ number: Int) -> String { tables.prefix(number).joined() }

  /// Rows for the tables and columns of each migration.
  private static let tables = [runs, quantizers, jobs, tokens, studies, machines]

  private static let runs = """
    INSERT INTO experiments (id, name, created_at) VALUES (1, 'fashion', 1000);
    INSERT INTO runs (key, id, experiment, name, status, created_at, started_at, ended_at) VALUES
      (1, '\(run)', 1, 'done', 'finished', 1000, 1100, 1200),
      (2, '11111111111111111111111111111111', 1, 'going', 'running', 1000, 1100, NULL),
      (3, '22222222222222222222222222222222', 1, 'next', 'scheduled', 1000, NULL, NULL),
      (4, '33333333333333333333333333333333', 0, 'first', 'scheduled', 1000, NULL, NULL),
      (5, '44444444444444444444444444444444', 0, 'child', 'scheduled', 1000, NULL, NULL);
    INSERT INTO runs (key, id, experiment, name, status, created_at, deleted_at) VALUES
      (6, '55555555555555555555555555555555', 0, 'gone', 'killed', 1000, 2000);
    INSERT INTO parameters VALUES (1, 'epochs', '4');
    INSERT INTO tags VALUES (1, 'good', 'yes');
    INSERT INTO metric_keys (id, name) VALUES (1, 'trainLoss');
    INSERT INTO metric_points VALUES (1, 1, 10, 1100, 0.5, 0), (1, 1, 20, 1200, 0, 1);
    INSERT INTO latest_metrics VALUES (1, 1, 20, 1200, 0, 1, 2);
    INSERT INTO artifacts VALUES (1, 'notes.txt', 2,
      'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 1100);
    """

  private static let quantizers = """
    INSERT INTO quantizers VALUES (1, 1, 0, 'stem.weight', 'stem', 'weight', 8, 1, 144,
      '[16,3,3,1]', 1);
    INSERT INTO step_points (quantizer, step, step_size, gradient, update_ratio, mse, clipped_low,
      clipped_high, oscillation) VALUES (1, 10, 0.25, 0.1, 1, 0.5, 0, 0.1, 0);
    INSERT INTO histograms (quantizer, step, low, high, counts, step_size)
      VALUES (1, 0, -1, 1, '[1,2]', 0.25);
    """

  /// Jobs 1 to 5: succeeded, running, and three that wait, one of them for job 2.
  private static let jobs = """
    INSERT INTO workers (id, host, pid, threads, started_at, last_seen_at)
      VALUES ('w', 'h', 7, 2, 1000, 1200);
    INSERT INTO jobs (key, id, run, name, spec, state, priority, max_attempts, attempt, worker,
      lease_token, lease_expires_at, created_at, started_at, ended_at)
    VALUES
      (1, '0000000000000001', 1, 'done', '\(spec)', 'succeeded', 0, 3, 1, NULL, NULL, NULL, 1000,
        1100, 1200),
      (2, '0000000000000002', 2, 'going', '\(spec)', 'running', 0, 3, 1, 'w', '\(lease)', 31000,
        1000, 1100, NULL),
      (3, '0000000000000003', 3, 'next', '\(spec)', 'queued', 0, 3, 0, NULL, NULL, NULL, 1000,
        NULL, NULL),
      (4, '0000000000000004', 4, 'first', '\(spec)', 'queued', 5, 3, 0, NULL, NULL, NULL, 1000,
        NULL, NULL),
      (5, '0000000000000005', 5, 'child', '\(spec)', 'blocked', 0, 3, 0, NULL, NULL, NULL, 1000,
        NULL, NULL);
    INSERT INTO job_dependencies VALUES (5, 2);
    INSERT INTO job_attempts (job, number, token, worker, started_at, ended_at, outcome) VALUES
      (1, 1, 'old', 'w', 1100, 1200, 'succeeded'), (2, 1, '\(lease)', 'w', 1100, NULL, 'running');
    INSERT INTO record_batches VALUES (2, 1, 0);
    INSERT INTO job_log VALUES (2, 1, 1, 1100, 'began');
    INSERT INTO idempotency_keys VALUES ('k',
      'bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb', '{}', 1000);
    """

  private static let tokens = """
    INSERT INTO tokens (id, name, role, digest, created_at)
      VALUES (1, 'anna', 'write', zeroblob(32), 1000);
    INSERT INTO sessions VALUES (zeroblob(32), 1, 604800000);
    """

  private static let studies = """
    INSERT INTO studies (key, id, name, recipe, scale, layout, created_at) VALUES
      (1, '\(study)', 'two bits', NULL, NULL, '{"keys":["bits"],"measure":"results",\
    "rows":[{"labels":{"bits":"2"},"jobs":["0000000000000001"]}]}', 1000);
    UPDATE jobs SET study = '\(study)' WHERE key = 1;
    UPDATE step_points SET unscaled_gradient = 0.2, occupancy = '[5000,5000]';
    """

  private static let machines = """
    UPDATE workers SET memory = 1024, instructions = 1;
    UPDATE jobs SET needs_threads = 1 WHERE key = 3;
    """

  /// As the first version with jobs wrote it: what came later is not in it.
  private static let spec = """
    {"name":"w2a2","experiment":"fashion","kind":"train","priority":0,"seed":1,"after":[],\
    "dataset":{"name":"fashion-mnist","path":null,"augment":[]},\
    "model":{"name":"resnet8","classes":10},"start":{"from":"random"},\
    "quantizer":{"method":"lsq","weightBits":2,"activationBits":2,"firstLastBits":8,\
    "gradientScale":"1/sqrt(N*Qp)","gradientScaleFactor":1},"precision":"mixed",\
    "optimizer":{"name":"sgd","learningRate":0.01,"momentum":0.9,"weightDecay":0.000025},\
    "schedule":{"name":"cosine","warmupSteps":0},"epochs":4,"batchSize":128,\
    "record":{"metricsEvery":10,"stepSizesEvery":10,"histogramsEvery":"epoch"},\
    "checkpoint":{"everySteps":200},"maxAttempts":3,"timeoutSeconds":null}
    """
}
