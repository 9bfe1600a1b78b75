package command

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"charte/internal/consent"
	"charte/internal/message"
	"charte/internal/proof"
)

// stampAge is the age from which the last time stamp needs attention: the timer of the
// package asks for one every day.
const stampAge = 3 * 24 * time.Hour

// stampLines describes the last time stamp, and why the last attempt failed. There is
// no line without a folder of stamps: nothing is stamped here.
func (c *statusCommand) stampLines(ctx context.Context, r consent.Registry) []statusLine {
	address, err := c.address()
	if err != nil {
		return nil // reported with the registry
	}
	dir := stampsFlag{state: c.state}.folder(address)
	if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	name := message.Of("time stamp")
	stamps, err := proof.ReadStamps(dir)
	switch {
	case errors.Is(err, fs.ErrPermission):
		return []statusLine{{name, unseen, message.Of("cannot be read: %v", err)}}
	case err != nil:
		return []statusLine{{name, attention, message.OfError(err)}}
	}
	lines := []statusLine{{name, attention, message.Of("none yet; journalctl -u 'charte-stamp*' shows why")}}
	if n := len(stamps); n > 0 {
		lines[0] = asLine(name, func() (statusLevel, message.Text, error) { return c.lastStamp(ctx, r, stamps[n-1]) })
	}
	failure, err := os.ReadFile(filepath.Join(dir, "last-failure"))
	switch {
	case err == nil:
		lines = append(lines, statusLine{name, attention, message.Of("the last attempt failed: %s", strings.Join(strings.Fields(string(failure)), " "))})
	case !errors.Is(err, fs.ErrNotExist):
		lines = append(lines, statusLine{name, unseen, message.Of("cannot be read: %v", err)})
	}
	return lines
}

// lastStamp needs attention if later records have waited for too long.
func (c *statusCommand) lastStamp(ctx context.Context, r consent.Registry, s proof.Stamp) (statusLevel, message.Text, error) {
	newest, err := r.Newest(ctx)
	if err != nil {
		return unseen, message.Text{}, err
	}
	now := c.clock.Now()
	switch {
	case s.At.After(now.Add(time.Hour)):
		return attention, message.Of("of %s, which is in the future: a clock is wrong", rfc(s.At)), nil
	case newest.After(s.At) && now.Sub(s.At) > stampAge:
		return attention, message.Of("the last is of %s, record %d; later records are not protected", rfc(s.At), s.Head.Sequence), nil
	}
	return well, message.Of("of %s, record %d", rfc(s.At), s.Head.Sequence), nil
}
