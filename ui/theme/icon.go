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

// Icon returns the icon called name in a colour of the theme.
//
// The toolkit recolours fills only, and our icons are strokes; nor does it scale a stroke with its drawing. So colour and
// width of the stroke are written into the drawing, and into the resource's name, which the toolkit's picture cache goes
// by: a stroke is as strong on a fine screen and beside large text as on any other. An unknown name gives an empty picture.
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

// Name tells drawings of one icon apart.
func (i icon) Name() string { return i.drawing().String() }

// Content returns the drawing in the colour and stroke that suit the theme and the screen in use now.
func (i icon) Content() []byte {
	d := i.drawing()
	if content, ok := drawings.Load(d); ok {
		return content.([]byte)
	}
	content, err := assets.Icons.ReadFile(iconPath(i.name))
	if err != nil {
		content = blank
	}
	content = bytes.ReplaceAll(content, []byte("currentColor"), []byte(d.hex))
	content = bytes.ReplaceAll(content, []byte(`stroke-width="1.75"`), fmt.Appendf(nil, `stroke-width="%g"`, d.stroke))
	drawings.Store(d, content)
	return content
}

func (i icon) drawing() drawing {
	stroke := float32(strokeWidth) * current().options.TextScale * Pixels()
	return drawing{name: i.name, hex: hex(Color(i.ink)), stroke: stroke}
}

// drawing is an icon in one colour and one width of stroke, in the screen's own pixels.
type drawing struct {
	name   IconName
	hex    string
	stroke float32
}

func (d drawing) String() string { return fmt.Sprintf("%s-%s-%g.svg", d.name, d.hex, d.stroke) }

const strokeWidth = 1.75

// Pixels is how many pixels of the screen make one of the toolkit's. One, as long as there is no window.
func Pixels() float32 {
	windows := fyne.CurrentApp().Driver().AllWindows()
	if len(windows) == 0 {
		return 1
	}
	x, _ := windows[0].Canvas().PixelCoordinateForPosition(fyne.NewPos(100, 100))
	return float32(x) / 100
}

var (
	drawings sync.Map // drawing to []byte; at most icons times colours times screens
	blank    = []byte(`<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24" viewBox="0 0 24 24"></svg>`)
)

func iconPath(name IconName) string { return "icons/" + string(name) + ".svg" }

func hex(c color.Color) string {
	n := color.NRGBAModel.Convert(c).(color.NRGBA)
	return fmt.Sprintf("#%02X%02X%02X", n.R, n.G, n.B)
}
