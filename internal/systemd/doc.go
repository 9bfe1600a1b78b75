// Package systemd reads the files from which systemd takes the environment of a
// service, so that a command beside the service uses the same settings.
//
//   - [ParseEnvironment] reads a file that EnvironmentFile= names, by the rules of
//     systemd.exec(5); the tests of the release compare it with a running systemd.
//   - [FindUnit] reads a service's unit file and its drop-ins, and
//     [Unit.Differences] lists what would give the service other settings than one file.
package systemd
