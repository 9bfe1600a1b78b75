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
	"charte/internal/trouble"
)

// recordFlags are the flags for the retention of records and for the spool.
type recordFlags struct {
	Retention string `default:"66 months" placeholder:"TIME" help:"How long records are stored. The default is the 6 months for which a choice is valid and 5 years for legal claims; the data protection officer decides. The service removes older records, at most two days' worth per day that it runs; their daily totals remain. \"off\": no removal."`
	Spool     string `placeholder:"DIR" help:"Folder for the spool, which stores refusals that the registry could not record yet; each instance needs its own. Default: beside the SQLite file, else systemd's state directory, else the working directory. \"off\": such refusals are only counted."`
	// state is the state directory that systemd gives the service, "" without systemd.
	state string
}

// setStateDirectory takes the value of STATE_DIRECTORY, a list separated by colons, and
// stores the first folder.
func (f *recordFlags) setStateDirectory(folders string) { f.state, _, _ = strings.Cut(folders, ":") }

func (f recordFlags) retention() (proof.Retention, error) {
	r, err := proof.ParseRetention(f.Retention)
	if err != nil {
		return 0, message.Errorf("--retention %q: %w", f.Retention, err)
	}
	return r, nil
}

// check fails if --spool names a folder that does not exist. It writes nothing.
func (f recordFlags) check() error {
	if f.Spool == "off" || f.Spool == "" {
		return nil
	}
	info, err := os.Stat(f.Spool)
	if err == nil && info.IsDir() {
		return nil
	}
	return message.Errorf("--spool %q: no such folder; name one that can be written to, or off", f.Spool)
}

// spoolAnywhere reports whether the spool is in the working directory, because neither
// --spool, systemd nor a SQLite file determines another folder.
func (f recordFlags) spoolAnywhere(registry store.Address) bool {
	return f.Spool == "" && f.state == "" && registry.File() == ""
}

// spoolFile returns the file of the spool that belongs to the registry; empty if there is
// no spool.
func (f recordFlags) spoolFile(registry store.Address) string {
	const name = "charte.spool"
	switch {
	case f.Spool == "off":
		return ""
	case f.Spool != "":
		return filepath.Join(f.Spool, name)
	case registry.File() != "":
		return registry.File() + "-spool"
	}
	return filepath.Join(f.state, name)
}

// checkSpool fails if the spool exists and cannot be used, for example because another
// instance uses it. It writes nothing.
func (f recordFlags) checkSpool(registry store.Address) error {
	path := f.spoolFile(registry)
	if path == "" {
		return nil
	}
	return trouble.Explain("--spool "+path, spool.Check(path))
}

// openSpool opens the spool that belongs to the registry.
func (f recordFlags) openSpool(registry store.Address) (*spool.Spool, error) {
	path := f.spoolFile(registry)
	if path == "" {
		return &spool.Spool{}, nil
	}
	opened, err := spool.Open(path)
	if err != nil {
		return nil, trouble.Explain("--spool "+path, err)
	}
	return opened, nil
}

// upkeep is the background work of serve: it stores the counts of shown banners,
// records spooled refusals and removes records older than the retention. It logs
// errors and tries again later.
type upkeep struct {
	registry  consent.Registry
	tally     *proof.Tally
	spool     *spool.Spool
	retention proof.Retention
	clock     Clock
	metrics   *metrics.Metrics
	started   time.Time
	log       *slog.Logger
	// foreignChoices returns how many choices of another charter visitors sent so far.
	// foreignLogged of them were logged, the last at foreignLoggedAt.
	foreignChoices  func() int64
	foreignLogged   int64
	foreignLoggedAt time.Time
	// wrote is called with the result of each write to the registry.
	wrote func(error)
	// clockBehind and held are true while the warning about each was logged, so that it
	// is logged once.
	clockBehind, held bool
	// noted is the number of lost entries that noteLost stored last.
	noted int64
}

// start starts the work in the background. Call stop after the last response, so that
// its banners are counted.
func (u *upkeep) start(ctx context.Context) (stop func()) {
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	var done sync.WaitGroup
	done.Go(func() { u.run(ctx) })
	return func() { cancel(); done.Wait() }
}

// run works until ctx is done, and a last time after that.
func (u *upkeep) run(ctx context.Context) {
	minute, endMinutes := u.clock.Every(time.Minute)
	hour, endHours := u.clock.Every(time.Hour)
	defer endMinutes()
	defer endHours()
	u.minutely(ctx)
	u.compareClock(ctx) // no purge at start: the clock may not be set yet
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

// minutely does the work of each minute.
func (u *upkeep) minutely(ctx context.Context) {
	n, err := u.spool.Drain(ctx, func(ctx context.Context, e consent.Entry) error { return proof.RecordSpooled(ctx, u.registry, e) })
	u.failed("spooled refusals could not be recorded; they remain in the spool", err)
	if n > 0 && err == nil {
		u.wrote(nil)
	}
	if n > 0 {
		u.log.Info("honoured refusals and withdrawals were recorded late", "count", n)
	}
	u.failed("the counts of shown banners could not be stored; trying again every minute", u.tally.Flush(ctx, u.registry))
	u.logForeignChoices(u.clock.Now())
	u.failed("the number of lost refusals could not be stored; trying again every minute", u.noteLost(ctx))
}

// noteLost stores how many entries this instance lost, if that number changed. It does
// not compare with the note in the registry: instances share it, and each would
// overwrite the other's every minute.
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

// failed logs err, if it is not nil, as the reason for what.
func (u *upkeep) failed(what string, err error) {
	if err != nil {
		u.log.Warn(what, "error", err)
		u.wrote(err)
	}
}

// noteConfiguration stores the settings that affect a visitor's choice.
func noteConfiguration(ctx context.Context, r consent.Registry, c handlers.Config, retention proof.Retention) error {
	return r.Note(ctx, consent.NoteConfiguration, configuration(c, retention), c.Now())
}

// configuration formats these settings. The next start compares the result with its
// own, so a change of the format would make all settings count as edited.
func configuration(c handlers.Config, retention proof.Retention) string {
	return fmt.Sprintf("base-url=%s portals=%s cookie-name=%s cookie-domain=%s handle=%t retention=%s",
		c.BaseURL, strings.Join(c.Portals.Origins(), ","), c.CookieName, c.CookieDomain, c.Handle, retention)
}
