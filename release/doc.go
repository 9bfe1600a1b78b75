// Package release has no code: its tests, behind the build tag release, try what
// tools/release.sh builds in clean Debian roots. `make release-test` runs them.
package release
