"""The cities the museum serves and their districts, as stored (Chinese) and as said in English. Pure data."""

CITIES: dict[str, str] = {
    "湖州": "Huzhou",
    "杭州": "Hangzhou",
    "嘉兴": "Jiaxing",
    "绍兴": "Shaoxing",
    "南京": "Nanjing",
    "青岛": "Qingdao",
    "佛山": "Foshan",
    "淄博": "Zibo",
}
DISTRICTS: dict[str, dict[str, str]] = {
    "湖州": {"吴兴区": "Wuxing", "南浔区": "Nanxun", "德清县": "Deqing", "长兴县": "Changxing", "安吉县": "Anji"},
    "杭州": {"拱墅区": "Gongshu", "余杭区": "Yuhang", "萧山区": "Xiaoshan"},
    "嘉兴": {"秀洲区": "Xiuzhou", "海宁市": "Haining", "桐乡市": "Tongxiang"},
    "绍兴": {"越城区": "Yuecheng", "柯桥区": "Keqiao", "上虞区": "Shangyu"},
    "南京": {"江宁区": "Jiangning", "浦口区": "Pukou", "栖霞区": "Qixia"},
    "青岛": {"黄岛区": "Huangdao", "城阳区": "Chengyang"},
    "佛山": {"南海区": "Nanhai", "禅城区": "Chancheng"},
    "淄博": {"淄川区": "Zichuan"},
}


def in_english(place: str) -> str:
    """The English name of a city or district; a place we do not know keeps its own."""
    known = CITIES | {zh: en for districts in DISTRICTS.values() for zh, en in districts.items()}
    return known.get(place, place)
