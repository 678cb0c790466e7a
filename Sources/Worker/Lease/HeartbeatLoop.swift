import Client
import Experiments

/// Tells the service that a job is alive, and hears what it wants.
struct HeartbeatLoop: Sendable {
  let service: LeaseClient

  private var lease: Lease { service.lease }
  private var control: JobControl { service.control }

  /// Beats until the task is cancelled or the lease is lost. A beat that finds nobody is followed
  /// by the next one: the lease allows for several.
  func run() async {
    // Three chances within a lease, and progress that people can watch.
    let interval = Duration.seconds(min(lease.leaseSeconds / 3, 2))
    while !Task.isCancelled, control.stopReason != .leaseLost {
      await beat()
      try? await Task.sleep(for: interval)
    }
  }

  /// Says once that the job is alive and how far it is.
  func beat() async {
    let heartbeat = Heartbeat(
      lease: lease.token, progress: control.progress, resumedFromStep: control.resumedFromStep,
      paused: control.paused)
    do {
      let answer = try await service.client.heartbeat(job: lease.job.id, heartbeat)
      switch answer.command {
      case .continue: control.isDrained = false
      case .cancel: control.stop(.canceled)
      case .drain: control.isDrained = true
      }
    } catch let error as ClientError where error.isLostLease {
      control.stop(.leaseLost)
    } catch {}
  }
}
