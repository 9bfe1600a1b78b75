package content

import (
	"context"
	"log/slog"
	"os"
	"time"

	"github.com/fsnotify/fsnotify"
)

// quietTime is how long a folder must be unchanged before it is read, because editors
// save in several steps and copies take time.
const quietTime = 250 * time.Millisecond

// Watcher reports changes of the files that are read of a content folder.
type Watcher struct {
	changes chan struct{} // holds one value, for any number of changes
}

// Watch watches a folder until the context ends; an empty name watches nothing. Call
// it before reading the folder, so that no edit is missed. A failure is logged; the
// folder is then read again on SIGHUP only.
func Watch(ctx context.Context, dir string, log *slog.Logger) *Watcher {
	w := &Watcher{changes: make(chan struct{}, 1)}
	if dir == "" {
		return w
	}
	unwatched := func(err error) {
		if err != nil {
			log.Warn("some edits of the content are not noticed; send SIGHUP after an edit", slog.Any("error", err))
		}
	}
	notify, err := fsnotify.NewWatcher()
	if err != nil {
		unwatched(err)
		return w
	}
	set := newWatchSet(dir)
	unwatched(set.apply(notify))
	go func() {
		defer notify.Close()
		for {
			select {
			case <-ctx.Done():
				return
			case err := <-notify.Errors:
				log.Warn("edits of the content may have been missed; send SIGHUP after an edit", slog.Any("error", err))
			case event := <-notify.Events:
				if !set.matters(event.Name) {
					continue
				}
			}
			set = newWatchSet(dir)
			unwatched(set.apply(notify)) // before the folder is read, so that no edit is missed
			select {
			case w.changes <- struct{}{}:
			default:
			}
		}
	}()
	return w
}

// Follow calls reload after each burst of changes, and at once for each value on
// hangups, until the context ends.
func (w *Watcher) Follow(ctx context.Context, hangups <-chan os.Signal, reload func()) {
	follow(ctx, w.changes, hangups, func() <-chan time.Time { return time.After(quietTime) }, reload)
}

// follow is Follow with a replaceable timer: wait starts a new quiet period.
func follow(ctx context.Context, changes <-chan struct{}, hangups <-chan os.Signal, wait func() <-chan time.Time, reload func()) {
	var quiet <-chan time.Time
	for {
		select {
		case <-ctx.Done():
			return
		case <-changes:
			quiet = wait()
			continue
		case <-hangups:
		case <-quiet:
		}
		quiet = nil
		reload()
	}
}
