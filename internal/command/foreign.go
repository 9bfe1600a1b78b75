package command

import "time"

// foreignLogPause is the shortest time between two log lines of logForeignChoices.
const foreignLogPause = time.Hour

// logForeignChoices warns that visitors' cookies hold choices made under another
// charter. Two services that share a cookie each discard the other's choices, so that
// every visitor is asked again and again (C-26).
func (u *upkeep) logForeignChoices(now time.Time) {
	n := u.foreignChoices()
	if n == u.foreignLogged || now.Sub(u.foreignLoggedAt) < foreignLogPause {
		return
	}
	u.log.Warn("visitors have choices made under a charter that is not in this registry: either another service writes the same cookie on this domain and needs another --cookie-name, or the registry was replaced",
		"banners", n-u.foreignLogged)
	u.foreignLogged, u.foreignLoggedAt = n, now
}
