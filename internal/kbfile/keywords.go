package kbfile

import (
	"encoding/json"
	"strings"
)

// Keywords are a list, or words parted by commas.
type Keywords []string

// UnmarshalJSON reads both ways to write them.
func (k *Keywords) UnmarshalJSON(raw []byte) error {
	var one string
	if json.Unmarshal(raw, &one) == nil {
		*k = split(one)
		return nil
	}
	return json.Unmarshal(raw, (*[]string)(k))
}

func split(s string) (list []string) {
	for part := range strings.SplitSeq(s, ",") {
		if part = strings.TrimSpace(part); part != "" {
			list = append(list, part)
		}
	}
	return list
}
