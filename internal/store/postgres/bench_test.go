package postgres_test

import (
	"testing"

	"charte/internal/consent/consenttest"
	"charte/internal/store/postgres/pgtest"
)

func BenchmarkAppend(b *testing.B) {
	consenttest.Benchmark(b, open(b, pgtest.Start(b).NewDatabase(b)))
}
