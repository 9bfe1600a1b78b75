package consenttest

import (
	"testing"

	"charte/internal/consent"
)

// Benchmark measures durable records, by one visitor after the other and by many
// at once, who share commits. It closes the registry.
func Benchmark(b *testing.B, r consent.Registry) {
	b.Run("one by one", func(b *testing.B) {
		for b.Loop() {
			add(b, r, refusal(start))
		}
	})
	b.Run("grouped", func(b *testing.B) {
		b.SetParallelism(256)
		b.RunParallel(func(pb *testing.PB) {
			for pb.Next() {
				if _, err := r.Append(b.Context(), refusal(start)); err != nil {
					b.Error(err)
				}
			}
		})
	})
	must(b, r.Close())
}
