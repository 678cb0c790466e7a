-- The jobs that take weights from a job or run, found without a look into every spec.

CREATE INDEX jobs_by_start ON jobs (json_extract(spec, '$.start.id'))
WHERE json_extract(spec, '$.start.id') IS NOT NULL;
CREATE INDEX jobs_by_teacher ON jobs (json_extract(spec, '$.distillation.teacher.id'))
WHERE json_extract(spec, '$.distillation.teacher.id') IS NOT NULL;
