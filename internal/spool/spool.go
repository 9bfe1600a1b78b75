package spool

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"

	"charte/internal/consent"
	"charte/internal/durable"
	"charte/internal/message"
)

// Size is the size of the file in bytes: room for some 3,000 entries, and at the end for
// the number of lost ones.
const (
	Size      = 1 << 20
	countSize = 32
	room      = Size - countSize
)

var (
	// ErrFull is returned if the file has no room for another entry.
	ErrFull = errors.New("the spool is full")
	// ErrOff is returned by a spool without a file.
	ErrOff = errors.New("there is no spool")
	// ErrTaken is returned if another program has the file open.
	ErrTaken = message.Errorf("another instance uses this spool; give each its own")
)

// Spool holds entries in a file, oldest first. The zero value has no file and
// only counts entries. Its methods may be called concurrently.
type Spool struct {
	mu   sync.Mutex
	file *os.File
	end  int64 // where the next entry goes

	draining sync.Mutex
	lost     atomic.Int64
	noted    atomic.Int64 // lost entries that the registry contains
}

// Open opens the spool in the file at path and creates it if it does not exist.
func Open(path string) (*Spool, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, message.Errorf("open the spool: %w", err)
	}
	s := &Spool{file: f}
	if err := s.reserve(); err != nil {
		return nil, errors.Join(message.Errorf("open the spool: %w", err), f.Close())
	}
	return s, nil
}

// Check fails if the file at path exists and Open would fail because of its rights or of
// another program. It changes nothing.
func Check(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR) {
		return nil
	}
	if err != nil {
		return message.Errorf("open the spool: %w", err)
	}
	if err := lock(f); err != nil {
		return errors.Join(message.Errorf("open the spool: %w", err), f.Close())
	}
	return f.Close()
}

// reserve locks the file and fills it up with blank lines.
func (s *Spool) reserve() error {
	if err := lock(s.file); err != nil {
		return err
	}
	content, err := io.ReadAll(io.LimitReader(s.file, Size))
	if err != nil {
		return err
	}
	if missing := Size - len(content); missing > 0 {
		if _, err := s.file.WriteAt(bytes.Repeat([]byte("\n"), missing), int64(len(content))); err != nil {
			return err
		}
	}
	s.end = endOf(content[:min(room, len(content))])
	if len(content) == Size {
		n, _ := strconv.ParseInt(strings.TrimSpace(string(content[room:])), 10, 64) // 0 where none were ever lost
		s.lost.Store(max(0, n))
	}
	return errors.Join(s.file.Sync(), durable.SyncFolder(filepath.Dir(s.file.Name())))
}

// endOf returns where the blank lines at the end begin.
func endOf(content []byte) int64 {
	written := bytes.TrimRight(content, "\n\x00")
	if len(written) == 0 {
		return 0
	}
	return int64(len(written)) + 1
}

// Keep stores an entry and returns after the file is on disk. If it fails, the entry
// counts as lost.
func (s *Spool) Keep(e consent.Entry) error {
	if err := s.keep(e); err != nil {
		s.lose()
		return fmt.Errorf("store an entry in the spool: %w", err)
	}
	return nil
}

func (s *Spool) lose() {
	s.lost.Add(1)
	s.count()
}

// LossNoted stores that the registry contains the loss of n entries. Until then the file
// contains it, so that it survives a restart during an outage.
func (s *Spool) LossNoted(n int64) {
	s.noted.Store(n)
	s.count()
}

// count writes the number of lost entries that are not noted. If the disk accepts no
// write, they are counted in memory only.
func (s *Spool) count() {
	if s.file == nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, err := s.file.WriteAt(fmt.Appendf(nil, "%-*d\n", countSize-1, s.lost.Load()-s.noted.Load()), room); err == nil {
		s.file.Sync()
	}
}

func (s *Spool) keep(e consent.Entry) error {
	if s.file == nil {
		return ErrOff
	}
	if err := e.Check(); err != nil { // it would never enter the registry
		return err
	}
	text, err := json.Marshal(e.Cut())
	if err != nil {
		return err
	}
	text = append(text, '\n')
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.end+int64(len(text)) > room {
		return ErrFull
	}
	if _, err := s.file.WriteAt(text, s.end); err != nil {
		return errors.Join(err, s.blank(s.end, len(text)))
	}
	if err := s.file.Sync(); err != nil {
		return errors.Join(err, s.blank(s.end, len(text)))
	}
	s.end += int64(len(text))
	return nil
}

// blank overwrites n bytes at an offset with blank lines.
func (s *Spool) blank(at int64, n int) error {
	_, err := s.file.WriteAt(bytes.Repeat([]byte("\n"), n), at)
	return errors.Join(err, s.file.Sync())
}

// Lost returns how many entries could not be stored since the program started or were
// damaged in the file, and how many an earlier run lost without noting it.
func (s *Spool) Lost() int64 { return s.lost.Load() }

// Waiting returns the number of entries in the spool.
func (s *Spool) Waiting() (n int64) {
	if s.file == nil {
		return 0
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	content := make([]byte, s.end)
	s.file.ReadAt(content, 0) // Drain reports a read error
	for line := range bytes.Lines(content) {
		if len(bytes.TrimRight(line, "\n\x00")) > 0 {
			n++
		}
	}
	return n
}

// Drain calls add with each entry, oldest first, and removes the entry once add has
// succeeded. It stops at the first error. If the program is killed between the two, the
// next Drain calls add with that entry again.
func (s *Spool) Drain(ctx context.Context, add func(context.Context, consent.Entry) error) (n int, err error) {
	if s.file == nil {
		return 0, nil
	}
	s.draining.Lock()
	defer s.draining.Unlock()
	for {
		at, text, err := s.first()
		if err != nil || text == nil {
			return n, err
		}
		e, err := parseEntry(text)
		if err != nil {
			s.lose() // its write was interrupted, or the file was changed
		} else if err := add(ctx, e); err != nil {
			return n, err
		} else {
			n++
		}
		if err := s.remove(at, len(text)); err != nil {
			return n, err
		}
	}
}

func parseEntry(text []byte) (e consent.Entry, err error) {
	if err := json.Unmarshal(text, &e); err != nil {
		return e, err
	}
	return e, e.Check()
}

// first returns the offset and the text of the oldest entry; nil if the spool is empty.
func (s *Spool) first() (at int64, text []byte, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	content := make([]byte, s.end)
	if _, err := s.file.ReadAt(content, 0); err != nil {
		return 0, nil, fmt.Errorf("read the spool: %w", err)
	}
	for line := range bytes.Lines(content) {
		if text := bytes.TrimRight(line, "\n\x00"); len(text) > 0 {
			return at, text, nil
		}
		at += int64(len(line))
	}
	s.end = 0 // all are drained: begin again
	return 0, nil, nil
}

// remove removes the entry of n bytes at an offset.
func (s *Spool) remove(at int64, n int) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.blank(at, n); err != nil {
		return fmt.Errorf("remove an entry from the spool: %w", err)
	}
	return nil
}

// Close closes the file; its entries remain.
func (s *Spool) Close() error {
	if s.file == nil {
		return nil
	}
	return s.file.Close()
}
