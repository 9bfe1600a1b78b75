package consent

// Opens returns, for each purpose of a scope that visitors answered, the platform's tools
// that a grant of it opens today; nil if such a grant no longer holds. A refusal always
// holds. It returns false if no answer under the scope holds, because today's charter asks
// about a purpose that is not in it.
func (t Terms) Opens(answered Scope) (map[string][]string, bool) {
	agreed := t.Covered.Widen(answered)
	if len(t.Scope.Reasks(agreed, nil)) > 0 {
		return nil, false
	}
	all := map[string][]string{}
	for _, purpose := range answered.Purposes() {
		all[purpose.ID] = nil
		if len(t.Scope.Reasks(agreed, Choice{purpose.ID: true})) == 0 {
			all[purpose.ID] = append([]string{}, purpose.Opens()...)
		}
	}
	return all, true
}
