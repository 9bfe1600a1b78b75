// Package metrics counts what the service does, in the words of Prometheus:
// requests, decisions, the registry's commits, what is in force. Nothing that it
// counts is about a visitor: no label holds anything that one sent.
//
// It imports consent and client_golang; the HTTP side is handlers/operator.
package metrics
