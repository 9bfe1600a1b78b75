// Package metrics counts what the service does, for Prometheus: requests, decisions,
// the registry's commits, the content in force. No label contains anything that a
// visitor sent.
package metrics
