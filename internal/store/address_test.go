package store_test

import (
	"errors"
	"testing"

	"charte/internal/store"
)

func TestAnAddressIsPrintedWithoutItsPassword(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"sqlite:folder/charte.db":                          "sqlite:folder/charte.db",
		"postgres:///charte":                               "postgres:///charte",
		"postgresql://charte@db:5433/charte":               "postgresql://charte@db:5433/charte",
		"postgres://charte:hush@db/charte":                 "postgres://charte:xxxxx@db/charte",
		"postgres://db/charte?password=hush&sslmode=no":    "postgres://db/charte?password=xxxxx&sslmode=no",
		"postgres://db/charte?sslPassword=hush":            "postgres://db/charte?sslPassword=xxxxx",
		"postgres://charte:12#hush@db/charte":              store.Hidden,
		"postgres://charte:12/hush@db/charte":              store.Hidden,
		"postgres://charte:1?hush@db/charte":               store.Hidden,
		"postgres://host/charte?user=charte@server&a=hush": store.Hidden,
	} {
		a, err := store.ParseAddress(text)
		if err != nil || a.String() != want || (a.File() == "") == (a.URL() == "") {
			t.Errorf("%s: %q, %v; want %q", text, a, err, want)
		}
	}
}

func TestABadAddressIsReportedWithoutAnyPartOfIt(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]error{
		"": store.ErrKind, "charte.db": store.ErrKind, "sqlite:": store.ErrKind, "mysql://charte:hush@db": store.ErrKind,
		"host=db password=hush": store.ErrKind, "postgres:charte:hush@db": store.ErrURL, "postgres://charte:%hush@db": store.ErrURL,
		"postgres://charte:hush@db:port/charte": store.ErrURL,
	} {
		if a, err := store.ParseAddress(text); !errors.Is(err, want) || err.Error() != want.Error() || a.String() != store.Hidden {
			t.Errorf("%s: %q, %v; want %v", text, a, err, want)
		}
	}
}
