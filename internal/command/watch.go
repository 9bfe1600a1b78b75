package command

import (
	"context"
	"log/slog"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/fsnotify/fsnotify"
)

// settling is how long a folder must be quiet before it is read: an editor saves
// in several steps, and a copy takes its time.
const settling = 250 * time.Millisecond

// watchFolder tells of each change of what is read of a content folder until the
// context ends; where the folder leads is found out anew after each. What cannot be
// watched is read again on SIGHUP only.
func watchFolder(ctx context.Context, folder string, log *slog.Logger) <-chan struct{} {
	changes := make(chan struct{}, 1) // one that waits stands for all
	unseen := func(err error) {
		if err != nil {
			log.Warn("some edits are not seen by themselves; send SIGHUP after one", slog.Any("error", err))
		}
	}
	watcher, err := fsnotify.NewWatcher()
	if err != nil {
		unseen(err)
		return changes
	}
	now := trailOf(folder)
	unseen(now.renew(watcher))
	go func() {
		defer watcher.Close()
		for {
			select {
			case <-ctx.Done():
				return
			case err := <-watcher.Errors:
				log.Warn("edits may have been missed", slog.Any("error", err))
			case event := <-watcher.Events:
				if !now.concerns(event.Name) {
					continue
				}
			}
			now = trailOf(folder)
			unseen(now.renew(watcher)) // before it is read, so that no edit falls between
			select {
			case changes <- struct{}{}:
			default:
			}
		}
	}()
	return changes
}

// follow calls reload once a burst of changes has settled, and at once on a
// hangup. settle starts the wait for quiet anew.
func follow(ctx context.Context, changes <-chan struct{}, hangups <-chan os.Signal, settle func() <-chan time.Time, reload func()) {
	var quiet <-chan time.Time
	for {
		select {
		case <-ctx.Done():
			return
		case <-changes:
			quiet = settle()
			continue
		case <-hangups:
		case <-quiet:
		}
		quiet = nil
		reload()
	}
}

// watch tells of each change in the content folder; never, where there is none.
func (c *serveCommand) watch(ctx context.Context, log *slog.Logger) <-chan struct{} {
	if c.Content == "" {
		return nil
	}
	return watchFolder(ctx, c.Content, log)
}

// keepUp reloads the content after each change and on SIGHUP, until the function
// that it returns is called.
func keepUp(ctx context.Context, content *reloader, changes <-chan struct{}) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	hangups := make(chan os.Signal, 1)
	signal.Notify(hangups, syscall.SIGHUP)
	done := make(chan struct{})
	go func() {
		defer close(done)
		follow(ctx, changes, hangups, func() <-chan time.Time { return time.After(settling) }, func() { content.reload(ctx) })
	}()
	return func() { signal.Stop(hangups); cancel(); <-done }
}
