package command

import "time"

// strangersPause is how often the log tells of choices of another charter.
const strangersPause = time.Hour

// tellStrangers says, now and then, that visitors bring choices of another charter:
// each of the two services asks again whoever has answered the other (C-26).
func (u *upkeep) tellStrangers(now time.Time) {
	n := u.strangers()
	if n == u.told || now.Sub(u.toldAt) < strangersPause {
		return
	}
	u.log.Warn("visitors bring choices of a charter that this registry never held: either another service writes the same cookie on the same domain, and needs another --cookie-name, or the registry was replaced",
		"banners", n-u.told)
	u.told, u.toldAt = n, now
}
