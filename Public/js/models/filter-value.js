// Values in the grammar by which the service filters runs.

export const quoted = (text) => `'${text.replaceAll("'", "''")}'`;
