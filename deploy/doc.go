// Package deploy holds what stands around the program on a server: the systemd
// unit, the Debian package's files, the proxies' snippets. It has no code of its
// own; its tests walk the whole journey through both proxies.
package deploy
