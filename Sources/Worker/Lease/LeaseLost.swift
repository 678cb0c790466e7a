/// The service has given the job to another worker, or it has ended: nothing more is taken from
/// this one.
struct LeaseLost: Error {}
