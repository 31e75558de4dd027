package theme

import (
	"bytes"
	"fmt"
	"image/color"
	"io/fs"
	"sync"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"relais/assets"
)

// IconName names one of our icons; its drawing is assets/icons/<name>.svg.
type IconName string

// The icons. NoIcon draws nothing.
const (
	NoIcon           IconName = ""
	IconAlert        IconName = "alert"
	IconArrowLeft    IconName = "arrow-left"
	IconArrowRight   IconName = "arrow-right"
	IconBell         IconName = "bell"
	IconBook         IconName = "book"
	IconCalendar     IconName = "calendar"
	IconChat         IconName = "chat"
	IconCheck        IconName = "check"
	IconCheckCircle  IconName = "check-circle"
	IconChevronDown  IconName = "chevron-down"
	IconChevronRight IconName = "chevron-right"
	IconCircle       IconName = "circle"
	IconClock        IconName = "clock"
	IconCloud        IconName = "cloud"
	IconCopy         IconName = "copy"
	IconDot          IconName = "dot"
	IconDownload     IconName = "download"
	IconEscalate     IconName = "escalate"
	IconExclamation  IconName = "exclamation"
	IconExternal     IconName = "external"
	IconEye          IconName = "eye"
	IconEyeOff       IconName = "eye-off"
	IconFile         IconName = "file"
	IconFlag         IconName = "flag"
	IconFolder       IconName = "folder"
	IconGift         IconName = "gift"
	IconHeadset      IconName = "headset"
	IconImage        IconName = "image"
	IconInbox        IconName = "inbox"
	IconInfo         IconName = "info"
	IconKey          IconName = "key"
	IconLink         IconName = "link"
	IconLock         IconName = "lock"
	IconLogOut       IconName = "log-out"
	IconLogo         IconName = "logo"
	IconMail         IconName = "mail"
	IconMerge        IconName = "merge"
	IconMore         IconName = "more"
	IconOffline      IconName = "offline"
	IconPaperclip    IconName = "paperclip"
	IconPause        IconName = "pause"
	IconPencil       IconName = "pencil"
	IconPhone        IconName = "phone"
	IconPlus         IconName = "plus"
	IconPrinter      IconName = "printer"
	IconProgress     IconName = "progress"
	IconQuestion     IconName = "question"
	IconRefresh      IconName = "refresh"
	IconScreen       IconName = "screen"
	IconSearch       IconName = "search"
	IconSend         IconName = "send"
	IconSettings     IconName = "settings"
	IconShield       IconName = "shield"
	IconSlow         IconName = "slow"
	IconStar         IconName = "star"
	IconThumb        IconName = "thumb"
	IconTrash        IconName = "trash"
	IconUser         IconName = "user"
	IconUsers        IconName = "users"
	IconWifi         IconName = "wifi"
	IconWindow       IconName = "window"
	IconX            IconName = "x"
)

// toolkitIcons replaces icons that the toolkit's own widgets draw, so that all have one stroke.
var toolkitIcons = map[fyne.ThemeIconName]IconName{
	fynetheme.IconNameCancel:        IconX,
	fynetheme.IconNameConfirm:       IconCheck,
	fynetheme.IconNameSearch:        IconSearch,
	fynetheme.IconNameContentAdd:    IconPlus,
	fynetheme.IconNameContentClear:  IconX,
	fynetheme.IconNameContentCopy:   IconCopy,
	fynetheme.IconNameDelete:        IconTrash,
	fynetheme.IconNameInfo:          IconInfo,
	fynetheme.IconNameQuestion:      IconQuestion,
	fynetheme.IconNameWarning:       IconAlert,
	fynetheme.IconNameError:         IconExclamation,
	fynetheme.IconNameVisibility:    IconEye,
	fynetheme.IconNameVisibilityOff: IconEyeOff,
	fynetheme.IconNameArrowDropDown: IconChevronDown,
	fynetheme.IconNameNavigateBack:  IconArrowLeft,
	fynetheme.IconNameNavigateNext:  IconArrowRight,
	fynetheme.IconNameViewRefresh:   IconRefresh,
	fynetheme.IconNameSettings:      IconSettings,
	fynetheme.IconNameFolder:        IconFolder,
	fynetheme.IconNameFile:          IconFile,
}

// Icon returns the icon called name in a colour of the theme. The toolkit recolours fills only, and our icons are
// strokes; so the colour is written in for currentColor, and is part of the resource's name, which the toolkit's
// picture cache goes by. An unknown name gives an empty picture.
func Icon(name IconName, ink fyne.ThemeColorName) fyne.Resource {
	return icon{name: name, ink: ink}
}

// HasIcon reports whether there is a drawing called name: names also come from data, such as forms.
func HasIcon(name IconName) bool {
	_, err := fs.Stat(assets.Icons, iconPath(name))
	return err == nil
}

type icon struct {
	name IconName
	ink  fyne.ThemeColorName
}

// Name tells icons of different colours apart.
func (i icon) Name() string { return fmt.Sprintf("%s-%s.svg", i.name, hex(Color(i.ink))) }

// Content returns the drawing in the colour that the theme in use now gives.
func (i icon) Content() []byte {
	key := inkKey{i.name, hex(Color(i.ink))}
	if drawing, ok := inked.Load(key); ok {
		return drawing.([]byte)
	}
	drawing, err := assets.Icons.ReadFile(iconPath(i.name))
	if err != nil {
		drawing = blank
	}
	drawing = bytes.ReplaceAll(drawing, []byte("currentColor"), []byte(key.hex))
	inked.Store(key, drawing)
	return drawing
}

type inkKey struct {
	name IconName
	hex  string
}

var (
	inked sync.Map // inkKey to []byte, at most icons times colours
	blank = []byte(`<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24" viewBox="0 0 24 24"></svg>`)
)

func iconPath(name IconName) string { return "icons/" + string(name) + ".svg" }

func hex(c color.Color) string {
	n := color.NRGBAModel.Convert(c).(color.NRGBA)
	return fmt.Sprintf("#%02X%02X%02X", n.R, n.G, n.B)
}
