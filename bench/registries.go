package main

import (
	"context"
	"os"
	"sync"
	"syscall"

	"charte/internal/consent"
	"charte/internal/store/sqlite"
)

// appended is the cheapest durable registry: pending entries share one append to a
// file and one fdatasync. It writes the hash chain but cannot look anything up.
type appended struct {
	*sqlite.Registry // implements everything but Append
	group            *consent.Group
	file             *os.File
	head             consent.Link
}

func newAppended(below *sqlite.Registry, name string) (*appended, error) {
	file, err := os.OpenFile(name, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return nil, err
	}
	a := &appended{Registry: below, file: file, head: consent.Link{Hash: consent.ChainStart}}
	a.group = consent.NewGroup(a.commit)
	return a, nil
}

func (a *appended) Append(ctx context.Context, e consent.Entry) (consent.Record, error) {
	return a.group.Append(ctx, e)
}

func (a *appended) commit(_ context.Context, entries []consent.Entry) ([]consent.Record, error) {
	records, text := make([]consent.Record, 0, len(entries)), []byte(nil)
	for _, e := range entries {
		r := consent.NewRecord(e, a.head.Sequence+1, a.head.Hash)
		records, a.head = append(records, r), r.Link()
		text = append(append(text, r.Canonical()...), r.Hash...)
	}
	if _, err := a.file.Write(text); err != nil {
		return nil, err
	}
	return records, syscall.Fdatasync(int(a.file.Fd()))
}

func (a *appended) Close() error {
	a.group.Close()
	return a.file.Close()
}

// single commits each record separately, as the service would without group commit.
type single struct {
	*sqlite.Registry
	turn sync.Mutex
}

func (s *single) Append(ctx context.Context, e consent.Entry) (consent.Record, error) {
	s.turn.Lock()
	defer s.turn.Unlock()
	return s.Registry.Append(ctx, e)
}
