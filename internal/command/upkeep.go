package command

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"charte/handlers"
	"charte/internal/consent"
	"charte/internal/message"
	"charte/internal/metrics"
	"charte/internal/proof"
	"charte/internal/spool"
	"charte/internal/store"
)

// keepFlags say for how long records are kept, and where what cannot be recorded
// waits.
type keepFlags struct {
	Retention string `default:"66 months" placeholder:"TIME" help:"How long records are kept: 6 months for which a choice holds and 5 years for claims; the data-protection officer decides. Older ones are removed while the service runs, by at most two days' worth for each day of it; their daily totals stay. \"off\": never."`
	Spool     string `placeholder:"DIR" help:"Folder where refusals wait that the registry cannot record; each instance needs its own. Default: beside the SQLite file, else systemd's state directory, else the working directory. \"off\": they are only counted."`
	state     string
}

// keepIn says where systemd lets the service keep things (StateDirectory=): a list
// of folders with colons between, of which the first is ours; empty elsewhere.
func (f *keepFlags) keepIn(folders string) { f.state, _, _ = strings.Cut(folders, ":") }

func (f keepFlags) retention() (proof.Retention, error) {
	r, err := proof.ParseRetention(f.Retention)
	if err != nil {
		return 0, message.Errorf("--retention %q: %w", f.Retention, err)
	}
	return r, nil
}

// check says whether refusals could wait there, without writing. Where no folder
// is named it is that of the registry, or the working directory.
func (f keepFlags) check() error {
	if f.Spool == "off" || f.Spool == "" {
		return nil
	}
	info, err := os.Stat(f.Spool)
	if err == nil && info.IsDir() {
		return nil
	}
	return message.Errorf("--spool %q: no such folder; name one that can be written to, or off", f.Spool)
}

// spoolAnywhere reports whether the spool of the registry is in the folder that the
// program was started in, since nothing names another.
func (f keepFlags) spoolAnywhere(registry store.Address) bool {
	return f.Spool == "" && f.state == "" && registry.File() == ""
}

// openSpool opens the spool that belongs to the registry.
func (f keepFlags) openSpool(registry store.Address) (*spool.Spool, error) {
	path := "charte.spool"
	switch {
	case f.Spool == "off":
		return &spool.Spool{}, nil
	case f.Spool != "":
		path = filepath.Join(f.Spool, path)
	case registry.File() != "":
		path = registry.File() + "-spool"
	default:
		path = filepath.Join(f.state, path)
	}
	opened, err := spool.Open(path)
	if err != nil {
		return nil, fmt.Errorf("--spool: %w; name a folder that can be written to, or off", err)
	}
	return opened, nil
}

// upkeep is what serve does beside answering: it counts banners, brings in what
// waits in the spool, and removes what is older than the retention. What fails is
// logged and tried again: no visitor waits for it.
type upkeep struct {
	registry  consent.Registry
	tally     *proof.Tally
	spool     *spool.Spool
	retention proof.Retention
	clock     Clock
	metrics   *metrics.Metrics
	started   time.Time
	log       *slog.Logger
	// strangers is how many choices of another charter came; the rest is how many
	// the log has told of, and when.
	strangers func() int64
	told      int64
	toldAt    time.Time
	// wrote notes whether the last write to the registry failed.
	wrote func(error)
	// clockBehind and held hold back warnings that were logged already.
	clockBehind, held bool
	// noted is how many lost entries the registry knows of.
	noted int64
}

// start begins to work; the function that it returns ends it, after the last
// answer, so that it counts that too.
func (u *upkeep) start(ctx context.Context) (stop func()) {
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	var done sync.WaitGroup
	done.Go(func() { u.run(ctx) })
	return func() { cancel(); done.Wait() }
}

// run works until the context ends, and once more then.
func (u *upkeep) run(ctx context.Context) {
	minute, endMinutes := u.clock.Every(time.Minute)
	hour, endHours := u.clock.Every(time.Hour)
	defer endMinutes()
	defer endHours()
	u.minutely(ctx)
	u.compareClock(ctx) // nothing is purged at the start: the clock may not be set yet
	for {
		select {
		case <-minute:
			u.minutely(ctx)
		case <-hour:
			u.compareClock(ctx)
			u.purge(ctx, time.Hour)
		case <-ctx.Done():
			grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownTimeout)
			defer cancel()
			u.minutely(grace)
			return
		}
	}
}

func (u *upkeep) minutely(ctx context.Context) {
	n, err := u.spool.Drain(ctx, func(ctx context.Context, e consent.Entry) error { return proof.RecordSpooled(ctx, u.registry, e) })
	u.failed("what waits in the spool could not be recorded yet", err)
	if n > 0 && err == nil {
		u.wrote(nil)
	}
	if n > 0 {
		u.log.Info("honoured refusals and withdrawals were recorded late", "count", n)
	}
	u.failed("the banners shown could not be counted yet", u.tally.Flush(ctx, u.registry))
	u.tellStrangers(u.clock.Now())
	u.failed("what was lost could not be noted yet", u.noteLost(ctx))
}

// noteLost notes how many entries were lost, when there are more: several instances
// note under one name, and each would take the other's count for news for ever.
func (u *upkeep) noteLost(ctx context.Context) error {
	lost := u.spool.Lost()
	if lost == u.noted {
		return nil
	}
	value := fmt.Sprintf("%d since %s", lost, u.started.UTC().Format(time.RFC3339))
	if err := u.registry.Note(ctx, consent.NoteUnrecorded, value, u.clock.Now()); err != nil {
		return err
	}
	u.noted = lost
	u.spool.LossNoted(lost)
	return nil
}

func (u *upkeep) failed(what string, err error) {
	if err != nil {
		u.log.Warn(what, "error", err)
		u.wrote(err)
	}
}

// noteConfiguration notes what of the configuration bears on a visitor's choice.
func noteConfiguration(ctx context.Context, r consent.Registry, c handlers.Config, keep proof.Retention) error {
	return r.Note(ctx, consent.NoteConfiguration, configuration(c, keep), c.Now())
}

// configuration describes those settings. A start compares it with that of the start
// before: after a change of its format, all settings count as edited.
func configuration(c handlers.Config, keep proof.Retention) string {
	return fmt.Sprintf("base-url=%s portals=%s cookie-name=%s cookie-domain=%s handle=%t retention=%s",
		c.BaseURL, strings.Join(c.Portals.Origins(), ","), c.CookieName, c.CookieDomain, c.Handle, keep)
}
